-- Apps may let their users ask for a stream before it is published.
alter table app
    add column early_play boolean not null default false;
