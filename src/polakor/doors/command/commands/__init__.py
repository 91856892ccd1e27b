"""One module for each command; its name is the file's name.

A module here has ``HELP`` (one line), ``add_arguments(parser)`` and ``run(options) -> int``. It may
set ``needs_database = False`` (default True: Django is set up and connected as the app role before
``run``) and ``fills_register = True`` (it brings real people in, so that the demonstration is
not added to the same data folder later) and ``as_owner = True`` (it changes what the app role may
only read, such as the country pack). A name Python keeps for itself stands in ``main.SPOKEN``.
"""
