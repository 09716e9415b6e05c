-- Names of an identity provider can change hands; issuer and subject are the person. Sessions from before have neither.
alter table admin_session add column issuer text;
alter table admin_session add column subject text;
alter table admin_session add check ((issuer is null) = (subject is null));
alter table admin_session add check (source = 'OIDC' or issuer is null);
