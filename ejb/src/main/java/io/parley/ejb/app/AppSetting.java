package io.parley.ejb.app;

import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One component of {@link AppSettings}, for everything that treats all settings alike.
 *
 * @param type {@code String}, {@code Integer} or {@code Boolean}
 * @param choices the labels of a choice, otherwise empty
 */
public record AppSetting(String name, Class<?> type, List<String> choices, RecordComponent component) {

    /** The component that is no setting. */
    private static final String REASON = "reason";

    private static final List<RecordComponent> COMPONENTS = List.of(AppSettings.class.getRecordComponents());

    /** All settings, in the order of the record. */
    public static final List<AppSetting> ALL = COMPONENTS.stream()
            .filter(each -> !each.getName().equals(REASON))
            .map(each -> new AppSetting(each.getName(), each.getType(), labels(each.getAnnotation(OneOf.class)), each))
            .toList();

    private static List<String> labels(@Nullable OneOf choices) {
        return choices == null
                ? List.of()
                : Arrays.stream(choices.value().getEnumConstants())
                        .map(AppSetting::label)
                        .toList();
    }

    /** As APIs write it. */
    static String label(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** The value in these settings, or null where they leave it out. */
    public @Nullable Object valueIn(AppSettings settings) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** Refuses a text that is none of the choices. */
    void require(AppSettings settings) {
        Object value = valueIn(settings);
        if (value != null && !choices.isEmpty() && !choices.contains(value)) {
            throw new Refused(Refusal.ARGUMENT_WRONG, name + " must be " + listed());
        }
    }

    /** As people list them: edge, fast or smooth. */
    private String listed() {
        String text = String.join(", ", choices);
        int last = text.lastIndexOf(", ");
        return last < 0 ? text : text.substring(0, last) + " or " + text.substring(last + 2);
    }

    /**
     * Settings of a form.
     *
     * @param texts by the names of settings; those that are absent are left out
     */
    public static AppSettings parse(Map<String, String> texts) {
        Object[] values = COMPONENTS.stream()
                .map(each -> value(each, texts.get(each.getName())))
                .toArray();
        try {
            return AppSettings.class
                    .getDeclaredConstructor(
                            COMPONENTS.stream().map(RecordComponent::getType).toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object value(RecordComponent component, @Nullable String text) {
        if (text == null || component.getType() == String.class) {
            return text;
        }
        if (component.getType() == Boolean.class) {
            return Boolean.valueOf(text);
        }
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new Refused(Refusal.ARGUMENT_WRONG, component.getName());
        }
    }
}
