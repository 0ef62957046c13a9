"""Count what is asked, by entry and day"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('asked',
    sa.Column('entry_id', sa.String(length=48), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('entry_id', 'day', name=op.f('pk_asked'))
    )
    with op.batch_alter_table('asked', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_asked_day'), ['day'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('asked', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_asked_day'))

    op.drop_table('asked')
