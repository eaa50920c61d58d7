// Swagger UI on our own description, in the colours of the page, with the key of this tab if there is one.
const place = document.getElementById("swagger");
const key = (() => { try { return sessionStorage.getItem("key"); } catch { return null; } })();
const device = matchMedia("(prefers-color-scheme: dark)");
const follow = () => {
  const root = document.documentElement;
  root.classList.toggle("dark-mode", (root.dataset.theme ?? (device.matches ? "dark" : "light")) === "dark");
};
follow();
device.addEventListener("change", follow);
new MutationObserver(follow).observe(document.documentElement, { attributeFilter: ["data-theme"] });

// Left alone, Swagger UI fills optional fields with samples, "string" among them, and sends these.
const leaveOptionalFieldsEmpty = () => ({
  wrapComponents: {
    JsonSchemaForm: (Field, system) => (props) => system.React.createElement(Field, {
      ...props,
      dispatchInitialValue: props.dispatchInitialValue && (props.required || props.schema.has("default")),
    }),
  },
});

// Its operations come as a second main part of the page, which has its own; at once, and again when it redraws.
new MutationObserver(() => place.querySelector("main:not([role])")?.setAttribute("role", "presentation"))
  .observe(place, { childList: true, subtree: true });

const ui = SwaggerUIBundle({
  url: place.dataset.url,
  domNode: place,
  plugins: [leaveOptionalFieldsEmpty],
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  syntaxHighlight: { activated: false },
  validatorUrl: null,
  onComplete: () => {
    if (key) ui.preauthorizeApiKey("bearer", key);
  },
});
