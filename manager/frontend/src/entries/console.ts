/** What every page loads: htmx without inline script or eval, the theme, dismissible parts. */
import htmx from "htmx.org";
import { rememberTheme } from "../theme";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
rememberTheme(document);
