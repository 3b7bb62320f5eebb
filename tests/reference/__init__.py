"""A second, slow answer to every fact and every indicator: plain Python loops, written from the definitions alone.

Nothing here reads the engine, its SQL or the calendar that it uses, so a fault has to be made twice to hide.
"""
