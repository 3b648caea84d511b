"""The command line: one file per command, found by its name; `script/cockpit NAME` runs `commands/NAME.py`."""
