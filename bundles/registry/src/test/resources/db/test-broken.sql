--liquibase formatted sql

--changeset broken:1
create tabel broken (name varchar(20) not null);
