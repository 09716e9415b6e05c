package io.parley.ejb.moderation;

/** A ban is in force: whoever it concerns and is inside has to go. */
public record BanDeclared(long banId) {}
