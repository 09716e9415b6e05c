package io.parley.ejb;

import io.parley.ejb.app.AppCache;
import io.parley.ejb.app.TokenVerifier;
import io.parley.ejb.room.LoginRequest;
import io.parley.ejb.room.RoomSnapshot;
import io.parley.ejb.room.StayTransactions;
import io.parley.persistence.audit.EndReason;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.id.UserId;
import io.parley.persistence.id.UserName;
import io.parley.persistence.node.NodeRepository;
import io.parley.persistence.node.NodeStatus;
import io.parley.persistence.room.ClientKind;
import io.parley.persistence.room.JoiningUser;
import io.parley.persistence.room.TokenRights;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Services with their real repositories on a real PostgreSQL, without a server. Each is made by the constructor that the container uses.
 * Transactions are those that a test begins; transaction attributes and other interceptors do nothing here.
 */
public final class TestServices {

    private static final AtomicLong APPS = new AtomicLong(1_000_000_000L);

    private final ServiceDatabase database = ServiceDatabase.shared();
    private final Map<Class<?>, Object> made = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final ThreadLocal<EntityManager> current = new ThreadLocal<>();
    private final List<Synchronization> synchronizations = new ArrayList<>();
    private final List<Object> committed = new ArrayList<>();
    private final TestClock clock = new TestClock();

    public TestServices() {
        made.put(Clock.class, clock);
        made.put(EntityManager.class, proxy(EntityManager.class, this::callEntityManager));
        made.put(
                TransactionSynchronizationRegistry.class,
                proxy(TransactionSynchronizationRegistry.class, (method, arguments) -> {
                    if (current.get() == null || !method.getName().equals("registerInterposedSynchronization")) {
                        throw new IllegalStateException("no transaction, or " + method);
                    }
                    return synchronizations.add((Synchronization) arguments[0]);
                }));
        NodeStatus node = new NodeStatus();
        node.started(
                commit(() -> get(NodeRepository.class).start("test-" + APPS.incrementAndGet(), Duration.ofDays(1))));
        node.ready();
        node.renewed(System.nanoTime(), Duration.ofDays(1));
        made.put(NodeStatus.class, node);
    }

    public TestClock clock() {
        return clock;
    }

    /** Before the services that have it are made. */
    public TestServices with(String setting, Object value) {
        settings.put(setting, value.toString());
        return this;
    }

    /** A new app with the defaults. */
    public AppId app() {
        long id = APPS.incrementAndGet();
        database.update("insert into app (app_id, name, created_at) values (?, 'test', now())", id);
        return new AppId(id);
    }

    public void sql(String sql, Object... arguments) {
        database.update(sql, arguments);
    }

    /** The first column of every committed row. */
    public List<String> rows(String sql, Object... arguments) {
        return database.rows(sql, arguments);
    }

    /** Events of type that were published by transactions that have committed. */
    public <T> List<T> committed(Class<T> type) {
        return committed.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Ends a stay as its user does. */
    public void logout(RoomSnapshot stay) {
        run(() -> get(StayTransactions.class)
                .end(List.of(new StayTransactions.EndRequest(stay.room(), stay.stayId(), EndReason.LOGOUT))));
    }

    /** A user comes into a room, with a token that lets it publish. */
    public RoomSnapshot login(AppId app, String room, String user) {
        return login(app, room, user, "192.0.2.1");
    }

    /** As {@link #login(AppId, String, String)}, from an address. */
    public RoomSnapshot login(AppId app, String room, String user, String address) {
        return commit(() -> {
            UserId id = UserId.of(user);
            LoginRequest request = new LoginRequest(
                    app,
                    RoomId.of(room),
                    null,
                    new JoiningUser(id, UserName.orId(user, id), ClientKind.BROWSER, "1.0", address),
                    true,
                    0);
            TokenVerifier.Verified token = new TokenVerifier.Verified(new TokenRights(true, null, null), 1, "PRIMARY");
            var outcome = get(StayTransactions.class)
                    .login(List.of(new StayTransactions.VerifiedLogin(
                            request, get(AppCache.class).require(app), token)))
                    .get(0);
            if (outcome.refused() != null) {
                throw outcome.refused();
            }
            return outcome.answer();
        });
    }

    /** Runs in a transaction of its own; rolled back when it throws. */
    public <T> T commit(Callable<T> work) {
        EntityManager em = database.open();
        current.set(em);
        int status = Status.STATUS_ROLLEDBACK;
        try {
            em.getTransaction().begin();
            T result = work.call();
            em.getTransaction().commit();
            status = Status.STATUS_COMMITTED;
            return result;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            if (em.getTransaction().isActive()) {
                em.getTransaction().rollback();
            }
            em.close();
            current.remove();
            List<Synchronization> ended = List.copyOf(synchronizations);
            synchronizations.clear();
            for (Synchronization each : ended) {
                each.afterCompletion(status);
            }
        }
    }

    /** As {@link #commit(Callable)}, without a result. */
    public void run(Runnable work) {
        commit(() -> {
            work.run();
            return true;
        });
    }

    /** The service, made with all that it needs. */
    public <T> T get(Class<T> type) {
        Object known = made.get(type);
        if (known == null) {
            known = make(type);
            made.put(type, known);
        }
        return type.cast(known);
    }

    private Object make(Class<?> type) {
        try {
            Constructor<?> constructor = constructor(type);
            constructor.setAccessible(true);
            List<Object> arguments = new ArrayList<>();
            for (Parameter each : constructor.getParameters()) {
                arguments.add(value(each, each.getType(), each.getParameterizedType()));
            }
            Object service = constructor.newInstance(arguments.toArray());
            fill(service, type);
            return service;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    private static Constructor<?> constructor(Class<?> type) throws NoSuchMethodException {
        for (Constructor<?> each : type.getDeclaredConstructors()) {
            if (each.isAnnotationPresent(Inject.class)) {
                return each;
            }
        }
        return type.getDeclaredConstructor();
    }

    private void fill(Object service, Class<?> type) throws ReflectiveOperationException {
        for (Field field : type.getDeclaredFields()) {
            boolean isKnown = field.isAnnotationPresent(PersistenceContext.class)
                    || made.containsKey(field.getType()) && field.getAnnotations().length > 0;
            if (isKnown) {
                field.setAccessible(true);
                field.set(service, get(field.getType()));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(PostConstruct.class)) {
                method.setAccessible(true);
                method.invoke(service);
            }
        }
    }

    private Object value(AnnotatedElement place, Class<?> type, java.lang.reflect.Type full) {
        ConfigProperty setting = place.getAnnotation(ConfigProperty.class);
        if (setting != null) {
            String text = settings.getOrDefault(setting.name(), setting.defaultValue());
            boolean isSet = !text.equals(ConfigProperty.UNCONFIGURED_VALUE);
            if (type == Optional.class) {
                Class<?> of = (Class<?>) ((ParameterizedType) full).getActualTypeArguments()[0];
                return isSet ? Optional.of(parsed(of, text)) : Optional.empty();
            }
            return parsed(type, text);
        }
        return type == Event.class ? events() : get(type);
    }

    private static Object parsed(Class<?> type, String text) {
        if (type == int.class || type == Integer.class) {
            return Integer.valueOf(text);
        } else if (type == long.class || type == Long.class) {
            return Long.valueOf(text);
        } else if (type == boolean.class || type == Boolean.class) {
            return Boolean.valueOf(text);
        }
        return text;
    }

    private Event<?> events() {
        Event<?> after = proxy(Event.class, (method, arguments) -> {
            committed.add(arguments[0]);
            return null;
        });
        return proxy(Event.class, (method, arguments) -> method.getName().equals("select") ? after : null);
    }

    private Object callEntityManager(Method method, Object[] arguments) throws ReflectiveOperationException {
        EntityManager em = current.get();
        if (em == null) {
            throw new IllegalStateException("no transaction");
        }
        return method.invoke(em, arguments);
    }

    private interface Call {
        Object on(Method method, Object[] arguments) throws ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return call.on(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
