"""What everything stands on: errors, files, namespaces, results."""
