--liquibase formatted sql

--changeset two:1
create table two_things (name varchar(20) not null);
