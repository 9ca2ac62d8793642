"""Family P: departures from the procedure."""
