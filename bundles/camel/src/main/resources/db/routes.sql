--liquibase formatted sql

-- Every instant (a column ending in _at) is a bigint: milliseconds since 1970-01-01T00:00:00Z.

--property name:bytes value:blob dbms:derby
--property name:bytes value:bytea dbms:postgresql

--changeset matluoi:routes-1
create table routes_route (
  name varchar(60) not null primary key,
  template varchar(60) not null,
  settings varchar(8000) not null,
  file_name varchar(200) not null,
  running smallint not null
);

--changeset matluoi:routes-2
create table routes_letter (
  id bigint not null primary key,
  route varchar(60) not null,
  name varchar(200) not null,
  media_type varchar(100) not null,
  raw_size bigint not null,
  whole smallint not null,
  hash varchar(64) not null,
  rule varchar(60) not null,
  why_vi varchar(2000) not null,
  why_en varchar(2000) not null,
  first_at bigint not null,
  last_at bigint not null,
  times integer not null,
  replays integer not null,
  kept_bytes bigint not null,
  raw ${bytes} not null
);
create index routes_letter_route on routes_letter (route, id);
create index routes_letter_last on routes_letter (last_at);

--changeset matluoi:routes-3
-- up to when a route that runs at times of the day has done what was due
create table routes_poll (
  route varchar(60) not null primary key,
  done_at bigint not null
);
