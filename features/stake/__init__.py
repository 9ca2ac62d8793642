"""Yuan at stake: what was paid above entitlement, month by month."""
