"""The command line: its words become settings, what was found becomes lines. The only place that prints.

A new option is one entry in `options.OPTIONS`; a new command one function in `commands`.
"""
