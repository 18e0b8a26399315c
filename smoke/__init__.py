"""What `make smoke` runs: the dev stack on a real subscription, with every request and answer recorded, then removed again.

It settles the assumptions of docs/unproven.md. docs/smoke.md says what it needs and what it leaves.
"""
