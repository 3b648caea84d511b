"""The running numbers of figures and tables."""


class Numbers:
    def __init__(self) -> None:
        self.figures = self.tables = 0

    def figure(self) -> str:
        self.figures += 1
        return f"图{self.figures}"

    def table(self) -> str:
        self.tables += 1
        return f"表{self.tables}"
