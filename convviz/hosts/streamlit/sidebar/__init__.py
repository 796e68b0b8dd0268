"""The sidebar: what is edited, part by part."""
