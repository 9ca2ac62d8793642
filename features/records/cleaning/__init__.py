"""Cleaning: cells as departments write them become cells as the contract writes them, and every change is counted."""
