"""Kin: ties told by household registers, and ties that contradict each other."""
