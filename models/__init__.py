"""Peer statistics, isolation forest, scores, and the registry of trained models."""
