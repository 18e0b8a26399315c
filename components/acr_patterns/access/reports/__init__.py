"""What a diagnosis says: chains, findings and questions, as text, JSON, Mermaid and tables."""
