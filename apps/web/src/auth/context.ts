import { createContext } from "react";
import type { Auth } from "./types";

/** Filled by whichever account provider is configured. */
export const AuthContext = createContext<Auth | null>(null);
