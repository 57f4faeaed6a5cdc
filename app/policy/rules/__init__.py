"""Rules beyond prizes and titles: what each kind holds, and its pure answer. One kind, one module."""
