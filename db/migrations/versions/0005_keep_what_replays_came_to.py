"""Keep what replays came to, so that every process that approves knows"""

import sqlalchemy as sa
from alembic import op

from db.columns import UtcDateTime

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('replay',
    sa.Column('entry_id', sa.String(length=48), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('revision', sa.String(length=64), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('worse', sa.Integer(), nullable=False),
    sa.Column('better', sa.Integer(), nullable=False),
    sa.Column('made_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['entry.id'], name=op.f('fk_replay_entry_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('entry_id', 'number', name=op.f('pk_replay'))
    )


def downgrade() -> None:
    op.drop_table('replay')
