import { handleAuthRequest } from "@/auth/local/handler";

export const GET = handleAuthRequest;
export const POST = handleAuthRequest;
