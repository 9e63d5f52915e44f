"""how the etiquette rules fare, day by day

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "etiquette_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("fixed", sa.Integer(), nullable=False),
        sa.Column("overridden", sa.Integer(), nullable=False),
        sa.Column("upheld", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "rule", name=op.f("pk_etiquette_count")),
    )


def downgrade() -> None:
    op.drop_table("etiquette_count")
