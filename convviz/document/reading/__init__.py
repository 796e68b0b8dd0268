"""Texts and bytes as tensors: numbers, tables, arrays and pictures."""
