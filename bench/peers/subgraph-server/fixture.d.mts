export declare const typeDefs: string;
export declare const resolvers: object;
