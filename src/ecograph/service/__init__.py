"""The graph over HTTP and for agents: requests read, queued, bounded, answered by workers."""
