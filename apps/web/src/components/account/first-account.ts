import { api } from "@mc/backend/api";
import { cache } from "react";
import { firstAnswer } from "@/lib/backend";

/** The account of an address as the server knows it; the frame and the page of one request ask for it, and it is read once. */
export const firstAccount = cache((slug: string) => firstAnswer(api.accounts.bySlug, { slug }));
