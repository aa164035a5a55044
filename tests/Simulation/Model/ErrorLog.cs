using Microsoft.Extensions.Logging;

namespace ChefActors.Simulation.Model;

/// <summary>Keeps what is logged as an error: things that must not be.</summary>
/// <param name="errors">Where it goes.</param>
/// <param name="expected">What a line holds that may be; null: none may.</param>
internal sealed class ErrorLog<T>(List<string> errors, string? expected = null) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel < LogLevel.Error || (expected is not null && formatter(state, exception).Contains(expected, StringComparison.Ordinal))) return;
        errors.Add($"logged: {formatter(state, exception)} {exception}".TrimEnd());
    }
}
