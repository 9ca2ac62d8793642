"""The feature table the plain way, with pandas and one NetworkX graph of all residents: oracle and yardstick.

Nothing here uses the columnar engine.  The definitions are those of the features' docstrings; the values are equal, the
way there is what a careful data scientist writes first.
"""
