"""the etiquette rule that an example of the guidance belongs to

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("guide_entry", sa.Column("rule", sa.String(length=30), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM guide_entry WHERE kind IN ('example', 'request')")
    with op.batch_alter_table("guide_entry") as batch_op:
        batch_op.drop_column("rule")
