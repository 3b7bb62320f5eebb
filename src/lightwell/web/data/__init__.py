"""Snapshots, quarantine and uploads."""
