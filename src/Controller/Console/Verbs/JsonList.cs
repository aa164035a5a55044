using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>A list to stdout: an array, or a line for each.</summary>
internal static class JsonList
{
    /// <summary>Writes it as the options ask.</summary>
    public static async Task WriteAsync<T>(VerbContext context, IReadOnlyList<T> items, JsonTypeInfo<IReadOnlyList<T>> array, JsonTypeInfo<T> one)
    {
        if (context.Global.Output == OutputFormat.Json)
        {
            await context.World.Output.WriteLineAsync(JsonSerializer.Serialize(items, array));
            return;
        }

        foreach (var item in items) await context.World.Output.WriteLineAsync(JsonSerializer.Serialize(item, one));
    }
}
