"""The law that decisions are measured by: standards, limits and intervals, and the days that count as workdays."""
