--liquibase formatted sql

-- How far each sink has come. Runs unchanged on Derby 10.16 and PostgreSQL 15.
-- Every instant (a column ending in _at) is a bigint: milliseconds since 1970-01-01T00:00:00Z.

--changeset forward:1
create table forward_hub (
    id varchar(36) not null,
    constraint forward_hub_pk primary key (id)
);
create table forward_sink (
    name varchar(60) not null,
    content varchar(10) not null,
    settings varchar(4000) not null,
    position bigint not null,
    delivered bigint not null,
    lost bigint not null,
    paused smallint not null,
    left_at bigint,
    constraint forward_sink_pk primary key (name)
);
create table forward_quarantine (
    sink varchar(60) not null,
    sequence bigint not null,
    delivery_id varchar(40) not null,
    delivery_type varchar(100) not null,
    reason_vi varchar(1000) not null,
    reason_en varchar(1000) not null,
    rejected_at bigint not null,
    constraint forward_quarantine_pk primary key (sink, sequence)
);
-- the cameras a sink was told of, so that it can be told when one is not for it any more
create table forward_told (
    sink varchar(60) not null,
    camera varchar(12) not null,
    constraint forward_told_pk primary key (sink, camera)
);

--changeset forward:link
-- how long each receiver could be reached: day since 1970, milliseconds reached, milliseconds away; ...
create table forward_link (
    sink varchar(60) not null,
    days varchar(2000) not null,
    constraint forward_link_pk primary key (sink)
);
