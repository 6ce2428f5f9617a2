--liquibase formatted sql

--changeset one:1
create table one_things (name varchar(20) not null);
