"""Searches are mended, and those that found nothing are kept.

The index keeps the words it has until it is written anew (`flask catalogue rebuild`): it may be read meanwhile.
"""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_words_are_found"
down_revision = "2026_11_23_accounts_are_proved"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.execute("ALTER TABLE catalogue_entry ALTER COLUMN search_words DROP EXPRESSION")
    op.execute("UPDATE catalogue_entry SET search_words = '' WHERE search_words IS NULL")
    op.alter_column("catalogue_entry", "search_words", nullable=False)
    op.drop_column("catalogue_entry", "search_fold")
    op.add_column("catalogue_entry", sa.Column("most_transit_days", sa.SmallInteger()))
    op.create_index("ix_catalogue_entry_title_sort_key", "catalogue_entry", ["title_sort_key", "listing_id"])
    op.create_table(
        "search_word",
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    op.create_table(
        "missed_search",
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("words", name=op.f("pk_missed_search")),
    )
    op.create_index("ix_missed_search_count", "missed_search", [sa.text("count DESC"), "words"])
    op.create_table(
        "search_synonym",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("said", sa.String(length=200), nullable=False),
        sa.Column("said_fold", sa.String(length=200), nullable=False),
        sa.Column("meant", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("said_fold <> '' AND meant <> ''", name=op.f("ck_search_synonym_has_words")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_search_synonym_by_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_synonym")),
        sa.UniqueConstraint("said_fold", "meant", name=op.f("uq_search_synonym_said_fold_meant")),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("search_synonym")
    op.drop_table("missed_search")
    op.drop_table("search_word")
    op.drop_index("ix_catalogue_entry_title_sort_key", "catalogue_entry")
    op.drop_column("catalogue_entry", "most_transit_days")
    op.drop_column("catalogue_entry", "search_words")
    op.add_column("catalogue_entry", sa.Column("search_fold", sa.Text(), nullable=False, server_default=""))
    op.alter_column("catalogue_entry", "search_fold", server_default=None)
    op.execute(
        "ALTER TABLE catalogue_entry ADD COLUMN search_words tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, search_fold)) STORED"
    )
    op.create_index("ix_catalogue_entry_search_words", "catalogue_entry", ["search_words"], postgresql_using="gin")
