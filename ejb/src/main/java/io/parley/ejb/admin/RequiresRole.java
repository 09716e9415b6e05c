package io.parley.ejb.admin;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets administrators with one of these roles call a method, or all public methods of a service, and refuses everybody else: other
 * roles, and whatever runs without a request. Methods that timers and signalling call have no such annotation.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RequiresRole {

    /** Some of {@link Roles}. That of a method counts instead of that of its class. */
    @Nonbinding
    String[] value();
}
