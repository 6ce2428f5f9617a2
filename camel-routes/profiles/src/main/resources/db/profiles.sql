--liquibase formatted sql

--property name:text value:clob dbms:derby
--property name:text value:text dbms:postgresql

--changeset profiles:profiles
create table profiles_profile (
    name varchar(40) not null,
    document ${text} not null,
    constraint profiles_profile_pk primary key (name)
);
