"""The web application: the only code that imports Django. It reads results, and owns no numbers of its own."""
