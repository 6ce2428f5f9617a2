--liquibase formatted sql

--changeset matluoi:routes-1
create table routes_route (
  name varchar(60) not null primary key,
  template varchar(60) not null,
  settings varchar(8000) not null,
  file_name varchar(200) not null,
  running smallint not null
);
