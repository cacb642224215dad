"""What serves the writer of rules: one task, one file; none of them prints."""
