"""State that changes between publications: what people say of findings. It is no part of a release."""
