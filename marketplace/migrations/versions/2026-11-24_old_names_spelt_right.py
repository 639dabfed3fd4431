"""Old units of Quang Ninh whose names were misspelt (Hòanh Bồ, Hòanh Mô, Hòang Quế, Hòang Tân) are spelt right."""

from alembic import op

revision = "2026_11_24_old_names_spelt_right"
down_revision = "2026_11_23_policies"
branch_labels = None
depends_on = None

RIGHT = """
    UPDATE old_unit SET
        name = replace(replace(name, 'Hòanh', 'Hoành'), 'Hòang', 'Hoàng'),
        full_name = replace(replace(full_name, 'Hòanh', 'Hoành'), 'Hòang', 'Hoàng')
    WHERE name LIKE 'Hòan%'
"""


def upgrade() -> None:
    """Spell them right, so that reading the data files again makes no second row."""
    op.execute(RIGHT)


def downgrade() -> None:
    """Leave them as they are: what was wrong is not wanted back."""
