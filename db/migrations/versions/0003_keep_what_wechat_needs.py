"""Keep what WeChat needs: passive replies, allowances of pushes, the token, uploads"""

import sqlalchemy as sa
from alembic import op

from db.columns import UtcDateTime

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('passive',
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('chat_id', sa.BigInteger(), nullable=False),
    sa.Column('inbox_id', sa.BigInteger(), nullable=True),
    sa.Column('calls', sa.Integer(), server_default='1', nullable=False),
    sa.Column('reply', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('first_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_passive'))
    )
    with op.batch_alter_table('passive', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passive_first_at'), ['first_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_passive_inbox_id'), ['inbox_id'], unique=False)

    op.create_table('nonce',
    sa.Column('value', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('first_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('value', name=op.f('pk_nonce'))
    )
    with op.batch_alter_table('nonce', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_nonce_first_at'), ['first_at'], unique=False)

    op.create_table('allowance',
    sa.Column('chat_id', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('pushes_left', sa.Integer(), nullable=False),
    sa.Column('until', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('chat_id', name=op.f('pk_allowance'))
    )
    op.create_table('platform_token',
    sa.Column('app_id', sa.String(length=64), nullable=False),
    sa.Column('value', sa.String(length=1024), server_default='', nullable=False),
    sa.Column('expires_at', UtcDateTime(), nullable=False),
    sa.Column('leased_until', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('app_id', name=op.f('pk_platform_token'))
    )
    op.create_table('uploaded',
    sa.Column('app_id', sa.String(length=64), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('media_id', sa.String(length=255), nullable=False),
    sa.Column('expires_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('app_id', 'sha256', name=op.f('pk_uploaded'))
    )


def downgrade() -> None:
    op.drop_table('uploaded')
    op.drop_table('platform_token')
    op.drop_table('allowance')
    with op.batch_alter_table('nonce', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_nonce_first_at'))

    op.drop_table('nonce')
    with op.batch_alter_table('passive', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passive_inbox_id'))
        batch_op.drop_index(batch_op.f('ix_passive_first_at'))

    op.drop_table('passive')
